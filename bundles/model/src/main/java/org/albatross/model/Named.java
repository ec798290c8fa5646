package org.albatross.model;

/** A value and the name that it belongs to. */
public record Named<T>(Name name, T value) {}
