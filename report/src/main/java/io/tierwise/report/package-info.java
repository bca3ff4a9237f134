/// Under construction.
@NullMarked
package io.tierwise.report;

import org.jspecify.annotations.NullMarked;
