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
todo-assign-role = Ask the administrator to give the person the role, or choose somebody else.
todo-assign-people = First relieve somebody who has not done their part.
todo-accept-decider = Let somebody else take the case in, or relieve yourself first.
todo-separation-role = Ask the administrator to record the person's role in the scheme as a competence, or choose somebody else.
todo-separation-independent = Choose somebody who does not have the other activity.
todo-separation-rotation = Choose somebody who has not assessed the applicant for so long.
todo-separation-applicant = Choose somebody who does not belong to the applicant.
todo-separation-interest = Choose somebody else.
duty-of-assess = Assesses: { $activities }.
duty-of-decide = Decides: { $activities }.
