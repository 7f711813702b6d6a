"""Sums over the learning of a group. Only `course.groups` may read them."""
