/// Under construction.
@NullMarked
package io.tierwise.stats;

import org.jspecify.annotations.NullMarked;
