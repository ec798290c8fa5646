package org.albatross.pki;

import org.albatross.model.Path;
import org.albatross.model.Policy;

/** A policy that a chain carries, and the path that it is for. */
public record PathPolicy(Path path, Policy policy) {}
