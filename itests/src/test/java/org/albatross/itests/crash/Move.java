package org.albatross.itests.crash;

import java.util.Optional;
import org.albatross.itests.crash.Thing.Desired;
import org.albatross.model.Command;

/**
 * A command that succeeds.
 *
 * @param thing what it is about, and changes
 * @param after what is desired when it is done; absent when the thing is gone then
 */
record Move(Thing thing, Command command, Optional<Desired> after) {}
