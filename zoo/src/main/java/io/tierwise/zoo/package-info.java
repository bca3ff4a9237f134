/// Under construction.
@NullMarked
package io.tierwise.zoo;

import org.jspecify.annotations.NullMarked;
