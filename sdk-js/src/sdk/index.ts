// The module `rill/sdk`, for guests that use React. types/sdk.d.ts says the same to a guest's compiler; a type test compares them.

export { GuestError } from "../core/guest_error";
export { event } from "../core/listeners";
export {
  ActivityIndicator, BarChart, Button, Card, Checkbox, CodeView, Collapsible, Column, DateInput, Divider, FlatList, Form,
  FormField, Heading, Icon, Image, LineChart, Link, ListItem, Markdown, Menu, MenuItem, Modal, Pressable, ProgressBar,
  RadioGroup, Row, ScrollView, SectionList, Select, Shapes, Slider, Slot, Sparkline, Switch, Tab, Table, TableRow, Tabs,
  Text, TextInput, Toast, Tooltip, TouchableOpacity, Tree, TreeItem, View,
} from "./components.generated";
export { RillErrorBoundary } from "./error_boundary";
export { useConfig, useHostCall, useHostEvent, useRemoteRef, useSendToHost } from "./hooks";
export { hostComponent } from "./host_component";
