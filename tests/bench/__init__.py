"""Speed and memory against peers, each measured in the same run on the same machine: `make bench`."""
