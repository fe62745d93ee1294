# Words of the pages that anybody may read: the register and the schemes.

## The register
register-title = Register
register-heading = Who is certified?
register-search = Place, name or number
register-search-hint = The number of a certificate takes you straight to its check.
register-by-state = Filter by status
register-by-scheme = Filter by scheme
register-filter-all = All
register-filter-active = Valid
register-filter-suspended = Suspended
register-filter-past = Expired, withdrawn and replaced
register-units = { $n ->
    [one] Covers { $names }.
   *[other] Covers { $n }: { $names }.
 }
register-fresh = Showing { $n } of { $total }, latest issued first. Read { $moment }.
register-holder = Holder
register-scheme = Scheme
register-until = Until
register-number = Number
register-status = Status
register-first = To the beginning
register-none-issued = The register is empty on { $day }. No certificate has been issued yet.
register-none-for = No certificate for “{ $words }” on { $day }.
register-none-chosen = No certificate in that selection on { $day }.
register-none-todo = Check the spelling, search for only a part of the name, or for the town.
register-all = Show the whole register
register-all-text = { $n ->
    [one] 1 certificate, even if it is no longer valid.
   *[other] { $n } certificates, also those no longer valid.
 }
register-to-check = Check a certificate
register-to-check-text = With a number or a code in front of you, you can see whether the certificate is genuine and valid.
register-open-data = Open data
register-open-data-text = The same selection as above, to fetch and use freely. It holds no personal data.
register-as-json = Fetch as JSON
register-as-csv = Fetch as CSV
as-json = The same as data (JSON)

## The schemes
schemes-title = Schemes
schemes-heading = What does a certificate ask for?
schemes-lead = A scheme says what is certified, what is asked for and how it is judged. All of it is open to read.
schemes-none = No scheme has been published yet.
schemes-editions = Editions
schemes-all-editions = All { $n } editions
scheme-edition = Edition { $version }
scheme-working-short = Working edition, not adopted by the scheme's owner.
scheme-working = Working edition.
scheme-working-text = The scheme's owner has not adopted it. It was written from what is public, and the owner's own form may ask for more.
scheme-when-now = Takes applications since { $day }.
scheme-when-until = Takes applications since { $day }, until { $until }.
scheme-when-later = Takes applications from { $day }.
scheme-when-before = Took applications until { $until }.
scheme-other-editions = See the other editions
scheme-means = It means
scheme-not = It does not mean
scheme-expect = What you may expect
scheme-turn-to = Turn to
scheme-terms = Terms
scheme-body = Certification body
scheme-accreditation = Accreditation
scheme-accreditation-none = Not accredited
scheme-applies = Applications
scheme-levels = Levels
scheme-answer = Usual answering time
scheme-answer-no-promise = That is the usual time and not a promise.
scheme-fee = Fee
scheme-fee-none = Applying costs nothing.
scheme-fee-is = { $what }: { $amount }.
scheme-fee-application = Application
scheme-fee-renewal = Renewal
scheme-validity = Validity
scheme-valid-for = { $period } from the decision.
scheme-valid-open-ended = Open-ended, with no last day.
scheme-valid-in-season = One season at a time, { $season }: from the decision or the first day of the next season, and never out of season.
scheme-valid-varies = How long depends on what the assessment gives.
scheme-renewed-for = Renewed: { $period }.
scheme-renewal = Renewal
scheme-renewal-opens = Can be applied for from { $when }.
scheme-renewal-counts-former_end = The new term counts from the end of the former.
scheme-renewal-counts-decision = The new term counts from the decision.
scheme-renewal-late = Whoever is late can renew within { $period } after the certificate ran out. Until then it is expired.
scheme-suspension = Suspension
scheme-suspended-longest = A certificate can be suspended for { $period } at most. After that it is withdrawn.
scheme-appeal = Appeal
scheme-appeal-within = The applicant can appeal within { $when }.
scheme-appeal-any = The applicant can appeal.
scheme-mark = The mark
scheme-sight = Who may see what
sight-all = Everybody
sight-all-more = Also the number, the day of the decision and whether the certificate is valid.
sight-open-evidence = Evidence that the scheme makes public can be seen by everybody.
sight-applicant = The applicant
sight-applicant-text = Their own case: answers, evidence, what the assessor found and the reasons for the decision.
sight-body = The certification body
sight-body-text = Those who work with the case see it. Whoever has declared a conflict of interest does not. The auditor can read all and change nothing.
public-holder = The holder
public-area = the area
public-level = the level
public-valid_from = the first day
public-valid_to = the last day
scheme-asked = What is asked for
count-mandatory = { $n } required
count-recommended = { $n ->
    [one] 1 recommended
   *[other] { $n } recommended
 }
criterion-kinds = Evidence that counts
criterion-kinds-any = Any kind of evidence counts.
criterion-derived = Derived: our own advice.
criterion-derived-text = It guides the assessment and never stands in the way of a certificate.
criterion-provenance = Provenance: { $source }.
scheme-file = The scheme as a file
scheme-file-text = The certificates name this very file by its checksum. The file also explains the codes of provenance.
scheme-as-yaml = Fetch the file (YAML)
criterion-number = Number
criterion-binding = How it counts
criterion-guidance = How to answer
criterion-source = Provenance
criterion-source-more = The codes are explained in the scheme's file.
criterion-others = Other criteria
criterion-after = Next criterion
criterion-before = Previous criterion
criterion-all = The whole scheme

## Times in words
period-day = { $n ->
    [one] 1 day
   *[other] { $n } days
 }
period-working-day = { $n ->
    [one] 1 working day
   *[other] { $n } working days
 }
period-week = { $n ->
    [one] 1 week
   *[other] { $n } weeks
 }
period-month = { $n ->
    [one] 1 month
   *[other] { $n } months
 }
period-year = { $n ->
    [one] 1 year
   *[other] { $n } years
 }
moment-after = { $period } after { $anchor }
moment-before = { $period } before { $anchor }
moment-earliest = whichever comes first of: { $moments }
moment-latest = whichever comes last of: { $moments }
moment-submitted = the application was handed in
moment-accepted = the application was taken in
moment-decision = the decision
moment-notified = the notice of the decision
moment-raised = the nonconformity was raised
moment-start = the certificate's first day
moment-end = the certificate's last day
moment-former_end = the former certificate's last day
moment-version_end = the edition's last day
moment-today = today
