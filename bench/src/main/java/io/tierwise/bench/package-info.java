/// Under construction.
@NullMarked
package io.tierwise.bench;

import org.jspecify.annotations.NullMarked;
