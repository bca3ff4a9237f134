/// Under construction.
@NullMarked
package io.tierwise.study;

import org.jspecify.annotations.NullMarked;
