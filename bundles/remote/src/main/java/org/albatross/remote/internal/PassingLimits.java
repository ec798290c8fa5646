package org.albatross.remote.internal;

import java.time.Duration;

/**
 * How long somebody may let others wait.
 *
 * @param reach the other process, before it has taken a client's certificates
 * @param rest a client that takes nothing of what is left, once the other process has said all
 * @param stall a client that takes nothing of what there is
 */
record PassingLimits(Duration reach, Duration rest, Duration stall) {}
