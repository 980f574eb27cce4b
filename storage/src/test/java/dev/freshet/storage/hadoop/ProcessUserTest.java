package dev.freshet.storage.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.Test;

class ProcessUserTest {

  @Test
  void userThatTheSystemDoesNotKnowGetsAName() throws Exception {
    String name = System.getProperty("user.name");
    try {
      System.setProperty("user.name", "?");

      ProcessUser.nameIfUnknown();

      assertThat(System.getProperty("user.name")).isEqualTo("unnamed");
      assertThat(UserGroupInformation.getCurrentUser().getShortUserName()).isEqualTo("unnamed");
    } finally {
      System.setProperty("user.name", name);
      UserGroupInformation.setLoginUser(null);
    }
  }

  @Test
  void userWithANameKeepsIt() {
    String name = System.getProperty("user.name");

    ProcessUser.nameIfUnknown();

    assertThat(System.getProperty("user.name")).isEqualTo(name);
    assertThat(ProcessUser.isUnknown(name)).isFalse();
  }
}
