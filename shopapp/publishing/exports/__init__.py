"""Image sets for other marketplaces: named and cut as each of them asks, with a report of every rule.

Plain functions over plain values: no database, no request. ``building.build_set`` is the whole of it; who the photos
belong to, where the folder lies and who may read it is decided by the caller. The report's HTML is Django's template
language without Django's settings.
"""
