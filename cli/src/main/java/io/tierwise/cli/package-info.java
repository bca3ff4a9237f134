/// Under construction.
@NullMarked
package io.tierwise.cli;

import org.jspecify.annotations.NullMarked;
