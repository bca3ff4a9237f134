/// Under construction.
@NullMarked
package io.tierwise.operators;

import org.jspecify.annotations.NullMarked;
