"""Starter kits: what groups get when they are founded, and own from then on."""
