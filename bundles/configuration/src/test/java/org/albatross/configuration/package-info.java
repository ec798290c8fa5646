package org.albatross.configuration;
