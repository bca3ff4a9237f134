/// Under construction.
@NullMarked
package io.tierwise.onnx;

import org.jspecify.annotations.NullMarked;
