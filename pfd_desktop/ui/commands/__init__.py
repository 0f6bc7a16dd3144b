"""What menus, toolbar and palette offer, by subject: each module registers its actions."""
