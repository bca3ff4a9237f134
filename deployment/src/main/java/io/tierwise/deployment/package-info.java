/// Under construction.
@NullMarked
package io.tierwise.deployment;

import org.jspecify.annotations.NullMarked;
