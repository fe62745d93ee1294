"""What takes the optional extra `rdfc` is collected where it is installed: `make setup` installs it."""

from certify.service.vc_api import linked

collect_ignore = [] if linked.at_hand() else ["linked"]
