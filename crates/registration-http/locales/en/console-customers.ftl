# Customers: list, creating one, and the Details tab.

customers-title = Customers
customers-lede = The companies that use the portal.
customers-search = Name or reference
customers-create = + Create Customer
customers-create-title = Create Customer
customers-create-lede = Portal settings and an invite link come with it; self-service registration is off at first.
customers-create-do = Create customer
customers-none = There are no customers yet
customers-none-hint = Create the first one, then permit its domains or share its invite link.
customers-none-found = Nothing matches “{ $q }”
customers-none-found-hint = Search by a part of the name or of the reference.
customer-name = Company name
customer-reference = Reference
customer-reference-hint = Your own number for this customer, such as CUST-0418.
customer-doors = Self-service
customer-self-service-on = On
customer-self-service-off = Off
customer-since = Since
