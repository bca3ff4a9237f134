/// Under construction.
@NullMarked
package io.tierwise.data;

import org.jspecify.annotations.NullMarked;
