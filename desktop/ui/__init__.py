"""The windows and the tray. The only place that imports Qt."""
