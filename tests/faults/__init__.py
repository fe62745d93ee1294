"""Fault sweeps: the running service is killed while it issues, and everything that it had answered is still true.

journal.py   a signer that writes down what it signs before anyone gets the signature
plants.py    faults that can be planted in the service, to see that the sweep finds them
victim.py    the service as it is, with that journal, in a process group that can be killed
process.py   starts it, kills it, waits for it
ground.py    an installation with cases that only wait for their decision
callers.py   people who ask for acts over HTTP and keep every answer
checks.py    what has to be true at the end, whatever happened
sweep.py     kills at random moments; the rounds and the end
points.py    kills at every named place of certify.service.worker.crash
__main__.py  `make faults`: all of it on both databases
test_gate.py the same at gate size, and each planted fault caught
"""
