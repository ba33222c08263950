//! Mount ISO images from a vCenter content library on virtual machines.
