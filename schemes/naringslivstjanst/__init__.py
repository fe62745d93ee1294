"""Näringslivstjänst: the certification of a municipality's services to business."""
