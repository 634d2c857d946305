package org.bactrian.edge.options;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bactrian.patience.FuzzInputs;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts of options that have a form of their own. */
class OptionTextsFuzzTest {

  private static final String SECRET = "c2VjcmV0LXNlY3JldA==";

  static Stream<byte[]> options() {
    return FuzzInputs.utf8(
        "--mqc=HostName=broker;Port=1884;Username=u;Password=p;UseTls=true",
        "--ec=HostName=h.localhost;DeviceId=d;ModuleId=m;SharedAccessKey=" + SECRET,
        "--rtt={PublisherId}/{SiteId}/$1",
        "--mtt={RootTopic}/methods//",
        "--bi=00:00:05",
        "--oi=1000",
        "--pf=\0",
        "--http-origins=https://a,*",
        "--x");
  }

  @MethodSource("options")
  @FuzzTest
  void anOptionIsReadOrRefused(byte[] input) {
    try {
      EdgeOptionsReader.Result read =
          EdgeOptionsReader.read(List.of(FuzzInputs.text(input)), Map.of());
      assertThat(read.options().toString()).doesNotContain("SharedAccessKey=");
      assertThat(read.warnings()).noneMatch(warning -> warning.contains("SharedAccessKey="));
    } catch (EdgeOptionException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  static Stream<byte[]> templates() {
    return FuzzInputs.utf8("{PublisherId}", "{RootTopic}/{siteid}//", "{{a}}\\$1", "{}");
  }

  @MethodSource("templates")
  @FuzzTest
  void aTopicTemplateIsFilled(byte[] input) {
    String template = FuzzInputs.text(input);
    String topic = new TopicTemplates(template, "{RootTopic}/methods", "").methodTopic("$1", "\\");
    assertThat(topic).doesNotEndWith("/").endsWith("methods");
    assertThat(new TopicTemplates("root", template, "").methodTopic("", "")).doesNotEndWith("/");
  }
}
