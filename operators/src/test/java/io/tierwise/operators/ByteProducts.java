package io.tierwise.operators;

import io.tierwise.runtime.HostCpu;
import org.junit.jupiter.api.Assumptions;

/// What processors make of products of bytes: those without instructions for it add pairs of them in 16 bits, where
/// weights of 8 bits saturate.
final class ByteProducts {
    private ByteProducts() {}

    /// Skips a test that needs weights of all 8 bits to be multiplied exactly.
    static void assumeExact() {
        Assumptions.assumeTrue(
                HostCpu.read().hasInt8DotProduct(),
                "this processor adds pairs of products of bytes in 16 bits, where weights of 8 bits saturate");
    }

    /// The scheme that loses nothing by that here.
    static String scheme() {
        return HostCpu.read().hasInt8DotProduct() ? "u8s8" : "u8s7";
    }
}
