"""How to draw: the interactive map that folium builds, and its browser side in maps/web."""
