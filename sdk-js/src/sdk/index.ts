// The module `rill/sdk`, for guests that use React.

export { event } from "../core/listeners";
export type { EventPolicy } from "../core/listeners";
export { GuestError } from "../core/guest_error";
export { RillErrorBoundary } from "./error_boundary";
export { hostComponent } from "./host_component";
export { useConfig, useHostCall, useHostEvent, useRemoteRef, useSendToHost } from "./hooks";
export {
  ActivityIndicator, Button, Checkbox, Column, Pressable, ProgressBar, Row, ScrollView, Switch, Text, TextInput, TouchableOpacity, View,
} from "./components.generated";
