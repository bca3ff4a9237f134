package io.tierwise.cli;

import io.tierwise.operators.Scheme;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a scheme as strategies write it: `u8s8`, `auto`.
final class SchemeWord implements ITypeConverter<Scheme> {
    @Override
    public Scheme convert(String word) {
        return Arrays.stream(Scheme.values())
                .filter(scheme -> scheme.text().equals(word))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + word + "' is no scheme; there are "
                        + Arrays.stream(Scheme.values()).map(Scheme::text).collect(Collectors.joining(", "))));
    }
}
