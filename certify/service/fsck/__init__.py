"""`certify fsck`: does everything that is stored still agree with everything else? It changes nothing.

chains.py         (1) no link of any chain is missing, changed or out of place, and none has lost its end
cases.py          (2) each case folds, its documents fit their names, its decision can be worked out again,
                      and the views say what its events say
certificates.py   (3) what was prepared is what was signed, our own verifier accepts it, no case has two,
                      and the published status lists say what the cases say
evidence.py       (4) every file that a dossier rests on is there, byte for byte
"""
