/**
 * Virtual machines of bhyve, FreeBSD's hypervisor: whether a configuration of that kind can be run, and the programs that load, run and
 * remove it.
 */
@NullMarked
package org.albatross.bhyve.internal;

import org.jspecify.annotations.NullMarked;
