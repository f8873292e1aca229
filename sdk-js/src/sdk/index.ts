// The module `rill/sdk`, for guests that use React. types/sdk.d.ts says the same to a guest's compiler; a type test compares them.

export { GuestError } from "../core/guest_error";
export { event } from "../core/listeners";
export {
  ActivityIndicator, BarChart, Button, Card, Checkbox, CodeView, Collapsible, Column, DateInput, Divider, Form, FormField,
  Heading, Icon, Image, LineChart, Link, Markdown, Menu, MenuItem, Modal, Pressable, ProgressBar, RadioGroup, Row, ScrollView,
  Select, Shapes, Slider, Slot, Sparkline, Switch, Tab, Tabs, Text, TextInput, Toast, Tooltip, TouchableOpacity, View,
} from "./components.generated";
export { useChannel, usePresence } from "./channels";
export { RillErrorBoundary } from "./error_boundary";
export { FlatList } from "./flat_list";
export { useConfig, useHostCall, useHostEvent, useRemoteRef, useSendToHost } from "./hooks";
export { hostComponent } from "./host_component";
export { SectionList } from "./section_list";
export { Table } from "./table";
export { Tree } from "./tree";
