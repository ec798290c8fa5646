package org.albatross.console.internal;

import org.albatross.api.Consoles.Source;
import org.albatross.host.HostFiles.Fifo;

/** The open output of a run. */
record Run(Source source, Fifo fifo) {}
