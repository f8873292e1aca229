// The module `rill/sdk`, for guests that use React. types/sdk.d.ts says the same to a guest's compiler; a type test compares them.

export { GuestError } from "../core/guest_error";
export { event } from "../core/listeners";
export {
  ActivityIndicator, Button, Checkbox, Column, Pressable, ProgressBar, Row, ScrollView, Switch, Text, TextInput, TouchableOpacity, View,
} from "./components.generated";
export { RillErrorBoundary } from "./error_boundary";
export { useConfig, useHostCall, useHostEvent, useRemoteRef, useSendToHost } from "./hooks";
export { hostComponent } from "./host_component";
