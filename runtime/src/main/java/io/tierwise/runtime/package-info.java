/// Under construction.
@NullMarked
package io.tierwise.runtime;

import org.jspecify.annotations.NullMarked;
