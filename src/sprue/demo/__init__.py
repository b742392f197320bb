"""The demo: a sample shop on an accelerated clock, worked by people who use the public interface only."""
