"""The rules by which acts are judged, split by the stage of a case's life."""
