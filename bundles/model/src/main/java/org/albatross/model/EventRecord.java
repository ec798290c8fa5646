package org.albatross.model;

import java.time.Instant;

/**
 * An event with what is said of every one.
 *
 * @param time when, by the wall clock
 * @param caller who asked for it
 * @param name what it is about; the root for the platform itself
 * @param event what happened
 */
public record EventRecord(Instant time, Caller caller, Name name, Event event) {}
