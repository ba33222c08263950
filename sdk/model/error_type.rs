use crate::model::open_enum::open_enum;

open_enum! {
    /// The standard errors of the API (`Std_Errors_Error_Type`).
    ErrorType {
        /// A failure with no more specific type.
        Error = "ERROR",
        /// The object to create already exists.
        AlreadyExists = "ALREADY_EXISTS",
        /// The resource already has the requested state.
        AlreadyInDesiredState = "ALREADY_IN_DESIRED_STATE",
        /// The operation was cancelled.
        Canceled = "CANCELED",
        /// Another caller changed the resource in the meantime.
        ConcurrentChange = "CONCURRENT_CHANGE",
        /// A feature cannot be changed while it is in use.
        FeatureInUse = "FEATURE_IN_USE",
        /// The service failed in a way that its interface does not define.
        InternalServerError = "INTERNAL_SERVER_ERROR",
        /// A value in the request is not acceptable.
        InvalidArgument = "INVALID_ARGUMENT",
        /// A member of a group has a configuration that the group does not allow.
        InvalidElementConfiguration = "INVALID_ELEMENT_CONFIGURATION",
        /// A member of a group is of a type that the group does not allow.
        InvalidElementType = "INVALID_ELEMENT_TYPE",
        /// The request could not be understood.
        InvalidRequest = "INVALID_REQUEST",
        /// The resource is in a state that does not allow the operation.
        NotAllowedInCurrentState = "NOT_ALLOWED_IN_CURRENT_STATE",
        /// A resource that the request names does not exist.
        NotFound = "NOT_FOUND",
        /// The service or the operation does not exist.
        OperationNotFound = "OPERATION_NOT_FOUND",
        /// The resource is occupied by another operation.
        ResourceBusy = "RESOURCE_BUSY",
        /// The resource is in use by another resource.
        ResourceInUse = "RESOURCE_IN_USE",
        /// A resource that the operation needs cannot be reached.
        ResourceInaccessible = "RESOURCE_INACCESSIBLE",
        /// The service cannot take requests now.
        ServiceUnavailable = "SERVICE_UNAVAILABLE",
        /// The server stopped waiting; the operation may have been carried out, or may still be.
        TimedOut = "TIMED_OUT",
        /// The server lacks a resource for the operation.
        UnableToAllocateResource = "UNABLE_TO_ALLOCATE_RESOURCE",
        /// The server cannot identify the caller.
        Unauthenticated = "UNAUTHENTICATED",
        /// The caller lacks a privilege.
        Unauthorized = "UNAUTHORIZED",
        /// The request has members that the operation does not know.
        UnexpectedInput = "UNEXPECTED_INPUT",
        /// The operation does not apply to this resource.
        Unsupported = "UNSUPPORTED",
        /// The server could not verify the identity of another server.
        UnverifiedPeer = "UNVERIFIED_PEER",
    }
}
