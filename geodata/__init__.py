"""Where things are: places, the gazetteer, dated boundaries and bases, geocoding."""
