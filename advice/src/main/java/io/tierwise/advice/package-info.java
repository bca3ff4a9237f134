/// Under construction.
@NullMarked
package io.tierwise.advice;

import org.jspecify.annotations.NullMarked;
