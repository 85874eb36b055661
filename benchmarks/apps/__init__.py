"""The apps that ours is measured beside: an empty one, folium and pydeck."""
