# Who has the duties of a case, and how many are needed.
staff-need = { $n ->
    [one] One person is needed.
   *[other] { $n } people are needed.
  } { $has ->
    [0] Nobody is assigned.
    [one] One is assigned.
   *[other] { $has } are assigned.
  }
staff-missing = { $n ->
    [one] One is missing.
   *[other] { $n } are missing.
  }
staff-full = As many as are needed are assigned.
staff-vote-majority = A vote: the majority decides, and at least { $quorum } have to vote.
staff-vote-all = A vote: all have to say yes, and at least { $quorum } have to vote.
staff-tie-yes = With equal votes the answer is yes.
staff-tie-no = With equal votes the answer is no.
staff-merge-single = They have to come to the same. Else there is no value, and the activity is done again.
staff-merge-mean = The mean of their assessments counts.
staff-merge-worst = The worst of their assessments counts.
staff-blind = Nobody sees the others' assessment before their own is handed in.
staff-done = has done their part.
staff-left = has their part yet to do.
staff-undeclared = has not answered the question about interests.
staff-fallen = can no longer do it.
staff-relieve = Relieve the person and choose somebody else.
staff-nobody = Nobody can be chosen now. What stands in each one's way is told below.
staff-others = Cannot be chosen ({ $n })
relieve-of = { $name }, the activity { $activity } alone
todo-assign-role = Ask the administrator to give the person the role, under People, or choose somebody else.
todo-assign-people = First relieve somebody who has not done their part.
todo-draw-decider = Let somebody else choose the sample, or relieve yourself first.
todo-accept-decider = Let somebody else take the case in, or relieve yourself first.
asked-role = Here the scheme asks for the role { $roles }.
todo-separation-role = Record the person's role in the scheme as a competence, under People, or choose somebody else.
todo-separation-independent = Choose somebody who does not have the other activity.
todo-separation-rotation = Choose somebody who has not assessed the applicant for so long.
todo-separation-applicant = Choose somebody who does not belong to the applicant.
todo-separation-interest = Choose somebody else.
duty-of-assess = Assesses: { $activities }.
duty-of-decide = Decides: { $activities }.

# The people of the body.
nav-people = People
people-title = People
people-lead = Who there is at the body, what they may do and what they are competent for. It takes two people to make somebody an assessor: the administrator gives the role, the coordinator records the competence.
people-all = { $n ->
    [one] One person
   *[other] { $n } people
  }
people-search = Search for a person
people-search-place = Name
people-name = Name
people-roles = Roles
people-competence = Competence
people-sign-in = Signing in
people-open = Open
people-locked = Locked
people-locked-filter = locked
people-nothing = None
people-erased = Erased person
people-none-found = Nobody matches the search.
people-add = Add a person
people-add-hint = The person becomes known to the body but may do nothing before an administrator has given a role.
people-login = Login
people-login-hint = What the person types to sign in, an e-mail address for instance.
people-email = E-mail
people-email-hint = Messages about cases are sent there. May be left empty.
people-add-button = Add
people-wrong-name = Write a name
people-wrong-login = Write a login
people-wrong-email = Write an e-mail address, such as name@example.org
people-login-taken = That login is there already. Search for the person in the list.
people-person = { $name }, people
people-own = This is you. Nobody changes their own roles or their own competence.
people-roles-hint = A role says what the person may do. It counts from now until it is ended.
people-both = The person may both assess and decide, but never in the same case.
people-no-role = The person has no role and may do nothing.
people-end-role = End
people-ended = Former roles ({ $n })
people-days = { $first } to { $last }
people-from = From { $first }
people-give-role = Give a role
people-which-role = Which role?
people-role-coordinator = Registers cases, takes them in, and assigns assessors and decision-makers.
people-role-assessor = Assesses cases, where the competence is recorded. Jurors have it too.
people-role-decider = Decides on cases that somebody else assessed.
people-role-appeals_handler = Reads cases that ended against the applicant.
people-role-scheme_owner = Writes and publishes schemes.
people-role-administrator = Gives roles, locks and stops issuing. Records no competence.
people-role-auditor = Reads everything and changes nothing.
people-role-applicant = Applies and answers for an organisation.
people-organisation = Organisation
people-organisation-hint = Only for whoever applies.
people-needed-organisation = Choose the organisation that the person applies for
people-has-role = The person has that role already
people-give-button = Give the role
people-roles-by = Roles are given and ended by an administrator.
people-roles-by-own = Another administrator gives and ends your roles.
people-competence-hint = Competence is recorded for a scheme, and for the roles of its own that a scheme has, such as a juror.
people-counts = Counts
people-counts-not = Does not count today
people-no-competence = No competence is recorded. The person cannot be assigned to assess or decide.
people-record = Record a competence
people-which-scheme = For what?
people-from-day = First day
people-until-day = Last day
people-until-hint = Leave it empty where it goes on. The same first day again changes the last day.
people-wrong-days = The last day comes before the first
people-record-button = Record
people-competence-by = Competence is recorded by a coordinator.
people-competence-by-own = Another coordinator records your competence.
people-locked-more = The person cannot sign in, and their keys for programs do not work.
people-open-more = The person can sign in.
people-no-password = No password is set. Whoever runs the server sets it:
people-lock-hint = The lock counts at once: every session is ended. Duties in cases stay until the coordinator relieves the person.
people-lock = Lock the person
people-unlock = Open again
people-lock-by = An administrator can lock the person.
done-PersonAdded = The person is added. The next step is a role.
done-RoleGiven = The role counts from now.
done-RoleEnded = The role is ended.
done-CompetenceRecorded = The competence is recorded.
done-PersonLocked = The person is locked out, and every session is ended.
done-PersonUnlocked = The person can sign in again.
people-way = Give roles, add people and lock them out.

# Saved answers of a source.
answers-heading = Figures that were fetched
answers-none = Nothing is fetched yet.
answers-read = Read { $when }
answers-open = Read saved answers in
answers-file = File with answers
answers-hint = A JSON file of certify collect --save. It is fetched on a computer that may ask the source, and the answers are kept here as evidence.
answers-button = Read the answers in
answers-not-taken = Nothing was recorded. The source or the file is not what the scheme expects:
needed-answers = Choose a file

# What the figures propose.
bench-proposed = The figures propose: { $value }. Where you say otherwise, write why.
self-proposed = Follows from your figures
self-proposed-line = { $n ->
    [0] { $name }: { $value }
   *[other] { $name }: { $value } ({ $n })
  }
self-contradicted = The figures say otherwise than you
self-otherwise = The figures say otherwise: { $value }. In a case whoever assesses needs a reason to go against them.
self-enough-otherwise = { $n ->
    [1] By your own answers it comes to { $level }, but on one criterion the figures say otherwise. In a case that is only enough with a reason that holds.
   *[other] By your own answers it comes to { $level }, but on { $n } criteria the figures say otherwise. In a case that is only enough with reasons that hold.
  }
todo-submit-profile_applies = Answer so that the variant applies, or begin an application under the one that fits.
todo-accept-profile = Decline the case with reasons, or request completion.
draft-suits-not = By what you have answered the variant { $title } is not for you. The application cannot be handed in like that. What fits:
draft-fits-too = By what you have answered this fits too:
draft-fits-how = Begin a new application under the one that fits. You can leave this one.
date-last-check = Last day to take the application in or decline it
date-last-appeal = Last day to appeal
date-last = Last day: { $name }
plan-former = The plan from last time
plan-former-hint = What the applicant planned while the former certificate was valid. The application begins from there.
plan-former-draft = What you planned while the former certificate was valid. Tell in your answers what is done.
plan-former-here = This is the plan from last time. Change it to what holds now.
spread-all = All { $n }
spread-none = The units came to the same in everything.
spread-same = The same in all units ({ $n })
done-ReissueOrdered = The certificate is issued anew.
