"""Speed and size of the app, measured in a real Chromium beside other ways of doing the same."""
