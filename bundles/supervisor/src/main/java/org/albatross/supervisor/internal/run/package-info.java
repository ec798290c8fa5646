/** What runs: launching, watching and ending tenders, what they leave in the run directory, and take-over. */
@NullMarked
package org.albatross.supervisor.internal.run;

import org.jspecify.annotations.NullMarked;
