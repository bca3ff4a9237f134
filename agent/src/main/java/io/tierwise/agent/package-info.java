/// Under construction.
@NullMarked
package io.tierwise.agent;

import org.jspecify.annotations.NullMarked;
