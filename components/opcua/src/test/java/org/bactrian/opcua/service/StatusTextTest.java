package org.bactrian.opcua.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StatusTextTest {

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of(
            new UaException(new ConnectException("Connection refused: localhost/127.0.0.1:1")),
            "the connection was refused"),
        Arguments.of(new UaException(new TimeoutException()), "no answer in time"),
        Arguments.of(
            new UaException(new UnknownHostException("plc1")), "the host is not known: plc1"),
        Arguments.of(new UaException(new UaException(new TimeoutException())), "no answer in time"),
        Arguments.of(
            new CompletionException(new UaException(StatusCodes.Bad_NodeIdUnknown)),
            "Bad_NodeIdUnknown"),
        Arguments.of(
            new UaException(StatusCodes.Bad_Timeout, "the server said so"),
            "Bad_Timeout, the server said so"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void whatWentWrongIsToldWithoutNamesOfClasses(Throwable fault, String told) {
    assertThat(StatusText.of(fault)).endsWith(told).doesNotContain("Exception", "java.");
  }
}
