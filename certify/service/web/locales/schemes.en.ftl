# Self-assessment, schemes at work, and what fields and units need. schemes.sv.ftl has the same messages.

## Fields of every kind
field-choose = Choose at most { $n }.
field-lines-map = One line for each name: the name, a semicolon, the value. You can paste two columns from a sheet.
field-lines-series = One line for each value: the day (2026-06-01), a semicolon, the value. You can paste two columns from a sheet.
field-lines-series-of-dates = One day on each line, such as 2026-06-01.
field-table-hint = Fill in one row for each entry. Empty rows do not count.
field-row = Row
field-cell = { $column }, row { $row }
field-more-rows = More rows
wrong-choices = Choose among the options, and no more than you can
wrong-lines-map = Write each line as name, semicolon, value, and each name once
wrong-lines-series = Write each line as day (2026-06-01), semicolon, value
wrong-lines-series-of-dates = Write one day on each line, as 2026-06-01
needed-unit-name = Write what the unit is called
units-hint = Add one for each, and name it. What tells them apart is filled in for each.
unit-name = Name
unit-name-hint = The name of an activity or a place, not of a person.
unit-add = Add: { $kind }
unit-remove = Remove
form-full = the whole application

## Self-assessment
self-title = Try yourself: { $scheme }
self-heading = How do you stand?
self-lead = Answer as honestly as you can. The rules are the scheme's own, the same as in a real case. Nothing is kept: the answers are worked out and forgotten.
self-standing = How it stands now
self-work-out = Show the outcome
self-to-standing = To the outcome
self-kept-nowhere = The answers are in this window only. Close it and they are gone.
self-apply = Begin an application with the answers
self-apply-hint = You sign in and the answers become a draft, to which you add evidence.
self-form = What you mean to apply for
self-form-hint = The form decides which criteria count.
self-facts = About you
self-by-other = In a case somebody else than the applicant fills it in.
self-left-out = Does not apply to you, by what you have answered.
self-left-out-unit = { $name }: does not apply, by what you have answered.
question-yes-no = Do you meet it?
question-yes-no-na = Do you meet it?
question-grade = Which grade?
question-points = How many points?
question-integer = How many?
question-number = Which number?
question-percent = What part, in per cent?
question-unit = { $unit }: { $question }
fault-expected = The answer should be: { $expected }.
self-not-applicable = Not applicable:
self-tally = { $n } of { $of } criteria have an answer.
self-empty = Answer, and you will see the outcome take shape.
self-open = No outcome yet. More answers are needed.
self-none = It is not enough yet.
self-met = The answers are enough for { $scheme }.
self-level = The answers are enough for the level { $level }.
self-not-taken-in = The application would not be taken in.
self-before = Before an application is taken in
self-missing = This is missing
self-missing-to = This is missing for { $level }
self-advice = Advice that is not followed
self-unanswered = { $n ->
    [one] 1 criterion has no answer
   *[other] { $n } criteria have no answer
 }
self-more = and { $n } more
self-answer-yes = Own assessment: met.
self-answer-no = Own assessment: not met.
self-answer-not_applicable = Own assessment: not applicable.
self-answer-other = Own assessment: { $value }.
self-begin-title = Begin the application
self-begin-heading = Make the answers an application
self-begin-lead = A draft begins with what you have answered. Nothing is handed in until you do it.
self-begin-for = What do you apply for, and for whom?
self-begin-button = Begin the application
self-begin-none = You are signed in, but cannot apply under the scheme at present. It takes no applications today, or you speak for no applicant.
self-begin-refused = None of them can be begun at present.
self-begin-choose = Choose what you apply for
self-sign-in-lead = Sign in and the answers come along. They are not kept yet.
done-Begun = The draft has begun with the answers. Add evidence to it.

## More about a scheme
self-try = Try yourself
scheme-rules = The rules in words
scheme-rules-hint = The very rules that the service goes by, told from the scheme's file.
scheme-document = The whole scheme as a text to print
scheme-document-of = The text of the scheme in the profile { $profile }

## Schemes at work
work-title = Schemes at work
work-heading = Schemes at work
work-lead = Write, try and publish a scheme. What is published never changes: a change becomes a new edition, and cases keep theirs.
work-drafts = Drafts
work-none = No drafts.
work-unnamed = Scheme without a name
work-changed = { $when } by { $name }
work-begin = Begin a draft
work-file = The scheme as a file
work-file-hint = YAML, at most { $size }. The file is read and checked; it is not published.
work-from = Or go on from a scheme that is there
work-from-published = Published editions
work-from-at-hand = Schemes that come with the service
work-from-hint = Remember to give it a new edition number.
work-from-none = None
work-begin-button = Begin the draft
work-blank = Begin with an empty one
needed-scheme-file = Choose a file, or an edition to go on from
wrong-scheme-size = The file is larger than what is taken
work-views = The pages of the draft
work-view-text = The text
work-view-preview = Public page
work-view-form = Form
work-view-outline = Outline
work-view-changes = What changes
work-view-effects = What it means to holders
work-view-document = Text to print
work-faults = { $n ->
    [one] 1 fault
   *[other] { $n } faults
 }
work-good = No faults
work-good-text = The file and its examples hold.
work-place = Line { $line }, column { $column }
work-save = Save and check
work-publish = Save and publish
work-publish-hint = Publishing cannot be undone. It is refused while anything is wrong, or a level lacks an example on a side of its edge.
work-source = The text of the scheme
work-source-hint = Lines are numbered in the margin. Faults tell line and column.
work-theirs = The text as it is saved now
work-drop = Remove the draft
work-drop-text = The text is gone then. Nothing published changes.
work-drop-button = Remove the draft
work-problem-changed = Somebody else saved before you
work-problem-changed-text = Your text is below, and the saved one is shown beside it. Save again to write over it.
work-problem-taken = The edition exists already
work-problem-taken-text = The draft is saved. Give it a new edition number under version, and publish again.
work-problem-not-yet = Not published
work-problem-not-yet-text = The draft is saved. What stands in the way is listed below.
work-problem-needed-scheme-text = The text is empty
work-problem-needed-scheme-text-text = The saved draft is as it was. Remove it instead, if it is not needed.
work-problem-too-large = The text is too long
work-problem-too-large-text = The saved draft is as it was.
work-preview = Preview.
work-preview-text = This is how the page looks once the draft is published.
work-back = To the draft
work-form-heading = The form, on trial
work-form-lead = Fill it in and see what the rules of the draft give. Nothing is kept.
work-changes-heading = Changes against edition { $version }
work-changes-new = The scheme is new: there is nothing to compare with.
work-changes-none = Nothing tells them apart in substance.
changes-added = { $n ->
    [one] 1 new
   *[other] { $n } new
 }
changes-changed = { $n ->
    [one] 1 changed
   *[other] { $n } changed
 }
changes-removed = { $n ->
    [one] 1 removed
   *[other] { $n } removed
 }
changes-stricter = stricter
changes-milder = milder
work-effects-heading = What it means to holders
work-effects-lead = The same dossiers and findings, judged by the draft. Nothing is decided here; cases keep their edition.
work-effects-none = The scheme has no holders and no open cases.
work-open-case = An open case
work-no-level = no level
work-not-known = not known
work-col-holder = Holder
work-col-was = Today
work-col-becomes = By the draft
work-col-verdict = Difference
work-why = Why
work-erased = The dossier has been erased.
verdict-gains = gain
verdict-loses = lose
verdict-changes = change level
verdict-same = unchanged
verdict-unknown = not known
done-SchemePublished = The edition is published.
schemes-at-work = Schemes at work
schemes-at-work-text = Write, try and publish.
scheme-changes = What changed
scheme-changes-heading = Changes from edition { $before } to { $after }
scheme-changes-none = Nothing tells them apart in substance.
paper-unit = About
paper-unit-all = All of them

## The workbench, unit by unit
bench-grade = Nonconformity
bench-grade-none = None
bench-facts = Facts to fill in

## Nonconformities, surveillance, votes and plans
process-title = Follow-up: { $name }
process-heading = Nonconformities, surveillance and plans
process-nothing = There is nothing to do here now.
process-link = Nonconformities, surveillance and plans
process-nonconformities = Nonconformities
nc-open = Open. To be put right by { $due }.
nc-proposed = Remedy proposed. To be put right by { $due }.
nc-accepted = Remedy accepted. To be put right by { $due }.
nc-closed = Closed
nc-void = Counts no longer
nc-lifted = Lifted: the criterion does not apply here
nc-overdue = Overdue. Was to be put right by { $due }.
nc-remedy = The remedy
nc-answer = The assessor's answer
nc-propose = Propose a remedy
nc-propose-label = How was it, or will it be, put right?
nc-judge = Answer the remedy
nc-judge-label = Will the remedy do?
nc-accept = It will do
nc-refuse = It will not do
nc-close = Close the nonconformity
process-vote = Vote
process-vote-hint = You vote once. If anything ties you, say so on the page of the case instead of voting.
process-vote-blind = Nobody sees the votes of the others until all have voted.
process-vote-button = Hand in the vote
process-draw = Sample
process-draw-chance = The service draws the sample by chance, and keeps how.
process-draw-choose = Choose which are in it. The scheme says how many there are at the least. Whoever chooses does not decide on the case.
process-draw-button = Settle the sample
process-due = By { $due }.
process-Survey = Surveillance
process-Survey-open = Fill in the surveillance
process-Survey-button = Hand in the surveillance
process-RecordResult = Results from outside
process-RecordResult-open = Record results
process-RecordResult-button = Record the result
process-plan = Plan for improvement
process-plan-hint = What you will better, which function is responsible and by when. The next application starts from the plan.
process-plan-open = Write or change the plan
process-plan-row = Improvement { $n }
process-plan-name = About
process-plan-text = What will be done?
process-plan-owner = Function responsible
process-plan-owner-hint = A function, such as the head of building permits. Not a person's name.
process-plan-due = Done by
process-plan-button = Keep the plan
needed-plan = Fill in what will be done, the function responsible and the last day
wrong-plan = Check the row: a short name of the function and a real day
process-circumstance = Something has happened
process-circumstance-what = What?
process-circumstance-button = Note it
process-transition = Transition to a new edition
process-transition-open = What is new is to be shown by { $due }.
process-transition-done = The holder has shown what the new edition asks.
process-transition-button = Confirm the transition
spread-heading = How units differ
spread-hint = One result can hide differences. Here each unit stands by itself.
spread-lowest = Lowest
spread-highest = Highest
spread-unknown = not known

## Profiles
self-profile = Variant of the scheme
self-profile-none = The scheme as it is
self-profile-hint = If you change it, choose Show the outcome, and what counts for it is asked.

## What waits in a longer process
next-Remedy = Put the nonconformities right.
next-Remedy-why = Propose a remedy for each nonconformity. Each has a last day.
next-AnswerRemedy = Answer the remedies.
next-AnswerRemedy-why = Will the remedy do? Close the nonconformity when it is put right.
do-Process = Go on
task-Remedy = Put nonconformities right
task-AnswerRemedy = Answer remedies
turn-Remedy = put nonconformities right
turn-AnswerRemedy = answer remedies
next-Vote = Vote.
next-Vote-why = A vote is given once. If something ties you to the applicant, say so instead of voting.
task-Vote = Vote
turn-Vote = vote
next-RecordResult = Record what is fetched or measured outside.
next-RecordResult-why = The assessment goes on once the figures are there. If they are fetched by themselves, nobody has to do anything.
task-RecordResult = Record figures from outside
turn-RecordResult = record figures from outside
next-Draw = Draw the sample.
next-Draw-why = The assessment can begin once it is settled which units are looked at.
task-Draw = Draw the sample
turn-Draw = draw the sample
next-Survey = Look at the holder again.
next-Survey-why = Go through what the surveillance covers.
task-Survey = Look at the holder again
turn-Survey = look at the holder again
next-ConfirmTransition = Settle whether the holder has shown what the new version asks.
next-ConfirmTransition-why = Confirm the transition once it is shown.
task-ConfirmTransition = Settle the transition to a new version
turn-ConfirmTransition = settle the transition to a new version
