package org.albatross.session;

import java.time.Duration;

/**
 * How long a peer may let others wait.
 *
 * @param firstByte before it sends a command
 * @param frameIdle without a byte within a message or its data
 * @param write without taking a byte of an answer
 * @param service for the command service, while that is being replaced
 * @param slowest bytes a second that a peer must send or take on average, once firstByte and frameIdle are over
 */
public record Deadlines(Duration firstByte, Duration frameIdle, Duration write, Duration service, long slowest) {}
