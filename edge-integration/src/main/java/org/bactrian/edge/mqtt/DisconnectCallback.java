package org.bactrian.edge.mqtt;

import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.slf4j.LoggerFactory;

/** Callback for the end of a connection; tokens tell the rest. */
interface DisconnectCallback extends MqttCallback {

  @Override
  default void mqttErrorOccurred(MqttException exception) {
    LoggerFactory.getLogger(DisconnectCallback.class).debug("MQTT fault", exception);
  }

  @Override
  default void messageArrived(String topic, MqttMessage message) {}

  @Override
  default void deliveryComplete(IMqttToken token) {}

  @Override
  default void connectComplete(boolean reconnect, String serverUri) {}

  @Override
  default void authPacketArrived(int reasonCode, MqttProperties properties) {}
}
